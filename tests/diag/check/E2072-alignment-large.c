_Alignas(0x40000000) int x;
