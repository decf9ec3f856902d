char s[] = L"abc";
