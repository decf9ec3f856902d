typedef int word;
typedef long word;
