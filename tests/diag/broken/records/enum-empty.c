enum nothing { };
