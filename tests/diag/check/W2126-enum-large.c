enum { A = (__int128)1 << 100 };
