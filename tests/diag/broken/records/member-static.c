struct s { static int count; };
