#pragma pack(pop)
int x;
