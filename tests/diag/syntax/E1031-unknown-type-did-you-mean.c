unsinged x;
