int a["3"];
