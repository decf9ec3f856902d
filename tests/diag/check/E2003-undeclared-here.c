int a = qqqq;
