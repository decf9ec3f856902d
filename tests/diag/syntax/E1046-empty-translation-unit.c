// options: -pedantic
/* nothing */
