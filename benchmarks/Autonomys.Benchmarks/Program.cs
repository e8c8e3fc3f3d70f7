using Autonomys.Benchmarks.Running;
using BenchmarkDotNet.Running;

// Calibration first: figures without the machine's rates of the day cannot be compared with those of another day.
Calibration.Measure().Write(Console.Out);
BenchmarkSwitcher.FromAssembly(typeof(ShortRunConfig).Assembly).Run(args, new ShortRunConfig());
