int f(__auto_type x) { return 0; }
