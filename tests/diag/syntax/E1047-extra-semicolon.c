// options: -pedantic
int x;;
