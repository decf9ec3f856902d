_Alignas(1) int x;
struct s {
  _Alignas(2) long y;
};
