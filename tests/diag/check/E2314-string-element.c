int a[] = "abc";
char b[] = L"abc";
