int *s = L"aÿ";
