inline struct s { int a; };
_Noreturn int;
