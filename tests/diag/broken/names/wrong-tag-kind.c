struct shape { int x; };
union shape s;
