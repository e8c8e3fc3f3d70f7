using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Cryptography.Kzg;
using Autonomys.DevChain;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Cli.Running;

/// <summary>What `dev` and `dev-node` share, so that either goes on with the chain of the other.</summary>
internal static class DevelopmentChain
{
    /// <summary>Pieces that win a block every six slots in the first era: those of the farm that `dev` makes.</summary>
    public const int InitialPieces = 20;

    /// <summary>Constants that make a small farm on one machine see everything soon.</summary>
    public static DevChainOptions SmallConstants(string basePath) => new()
    {
        BasePath = basePath,
        InitialSolutionRange = SolutionRanges.FromPieces(InitialPieces),
        EraDurationBlocks = 30,
        ExpectedVotesPerBlock = 1,
        ConfirmationDepthBlocks = 5,
    };

    /// <summary>Reads the development KZG parameters under a base path; the first time it makes them, in seconds.</summary>
    /// <exception cref="KzgParametersException">The file cannot be written.</exception>
    public static async Task<Kzg> LoadKzgAsync(string basePath, IFarmerEvents events, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        string path = Path.Combine(basePath, "kzg-development.bin");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(basePath);
            events.Report(new Notice("Making the development KZG parameters, once"));
        }

        Kzg kzg = await Task.Run(
            () =>
            {
                Kzg development = Kzg.Development(path);
                development.Prepare(threads: 0, cancellationToken);
                return development;
            },
            cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        events.Report(new KzgParametersReady(path, Stopwatch.GetElapsedTime(started).TotalSeconds));
        return kzg;
    }
}
