// options: -fpreprocessed
# 1 "orig.c"
# 1 "orig.h" 1 3
int from_header;
# 2 "orig.c" 2
int __LINE__ = 3;
#pragma pack(1)
