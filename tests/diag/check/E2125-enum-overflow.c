enum { A = 0xffffffffffffffff, B };
