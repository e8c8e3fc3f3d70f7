Console.Error.WriteLine("autonomys-farmer: no commands yet");
return 1;
