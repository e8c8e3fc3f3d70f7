using Autonomys.Benchmarks.Running;
using Autonomys.Farming.Benchmarks;
using BenchmarkDotNet.Running;

// Calibration first: figures without the machine's rates of the day cannot be compared with those of another day.
Console.WriteLine($"calibration: {Calibration.Measure()}");
BenchmarkSwitcher.FromAssembly(typeof(ShortRunConfig).Assembly).Run(args, new ShortRunConfig());
