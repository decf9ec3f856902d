constexpr int size = 10;
int a[size];
