register;
const int register;
auto int;
