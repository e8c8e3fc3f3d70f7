using System.Diagnostics;
using System.Globalization;
using Autonomys.Fuzz;

// Autonomys.Fuzz                     all targets, ten seconds each
// Autonomys.Fuzz SECONDS [NAME]      those whose names contain NAME
// Autonomys.Fuzz --input FILE NAME   one input again, as it was kept
if (args is ["--input", string file, string name])
{
    FuzzFinding? again = FuzzTargets.All.Single(target => target.Name == name).Try(File.ReadAllBytes(file), out bool accepted);
    Console.WriteLine(again?.Problem ?? (accepted ? "accepted" : "refused"));
    return again is null ? 0 : 1;
}

TimeSpan each = TimeSpan.FromSeconds(args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10);
int seed = Environment.TickCount;
int findings = 0;
foreach (FuzzTarget target in FuzzTargets.All.Where(target => args.Length < 2 || target.Name.Contains(args[1], StringComparison.OrdinalIgnoreCase)))
{
    long start = Stopwatch.GetTimestamp();
    int rounds = 0;
    FuzzFinding? finding = target.Run(new Random(seed), round =>
    {
        rounds = round;
        return Stopwatch.GetElapsedTime(start) < each;
    });
    if (finding is null)
    {
        Console.WriteLine($"{target.Name}: {rounds} inputs, seed {seed}, nothing found");
        continue;
    }

    findings++;
    string kept = Path.GetFullPath($"fuzz-{target.Name.Replace(' ', '-')}.bin");
    File.WriteAllBytes(kept, finding.Input);
    Console.WriteLine($"{target.Name}: input {rounds}, kept in {kept}: {finding.Problem}");
}

return findings == 0 ? 0 : 1;
