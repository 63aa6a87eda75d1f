"""Search: a static index that the search page fetches by need, and the suggestions of the masthead's field.

letters      what a character is searched as, and the grams of a text
documents    what can be found
slots        the number of each document in the index
postings     which documents hold which grams
index        the files of the index
suggestions  names, events and claims for the field in the masthead
pinyin       how names are typed in Latin letters
"""

from dossier.render.search.index import SearchIndex as SearchIndex
