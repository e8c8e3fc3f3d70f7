using System.Diagnostics;
using System.Security.Cryptography;
using Autonomys.Cli.Commands;
using Autonomys.Cluster.Events;
using Autonomys.Cryptography.Kzg;

namespace Autonomys.Cli.Running;

/// <summary>The KZG parameters of the chain that is farmed.</summary>
internal static class ChainKzg
{
    /// <summary>The name that development chains go by; they have KZG parameters of their own, which nobody needs to install.</summary>
    private const string DevelopmentChain = "Autonomys Development";

    /// <summary>A wrong file is told before anybody waits for a node.</summary>
    /// <exception cref="KzgParametersException">The file is neither the public network's nor a development chain's.</exception>
    public static void RequireKnown(string? file)
    {
        if (file is null)
        {
            return;
        }

        string path = KzgParameters.Locate(file);
        try
        {
            KzgParameters.Load(path);
        }
        catch (KzgParametersException) when (IsDevelopment(path))
        {
            // Right for a development chain; which chain the node is on is not known yet.
        }
    }

    /// <summary>Loads the parameters of the chain with this name.</summary>
    public static Kzg Load(string chain, string? file, IFarmerEvents events)
    {
        long started = Stopwatch.GetTimestamp();
        bool development = chain == DevelopmentChain;
        string path = development ? file ?? DataDirectory.Path("kzg-development.bin") : KzgParameters.Locate(file);
        Kzg kzg = !development ? Kzg.Load(path)
            : file is null ? Kzg.Development(path)
            : new Kzg(KzgParameters.Load(path, KzgParameterSet.Development));
        events.Report(new KzgParametersReady(path, Stopwatch.GetElapsedTime(started).TotalSeconds));
        return kzg;
    }

    private static bool IsDevelopment(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file)) == KzgParameters.Sha256(KzgParameterSet.Development);
    }
}
