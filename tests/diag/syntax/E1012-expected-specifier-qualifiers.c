struct s { 3; };
