using Autonomys.Cryptography.Kzg;
using Autonomys.Testing;

namespace Autonomys.Archiving.Tests;

/// <summary>The public parameters, loaded once for all tests.</summary>
internal static class EthereumKzg
{
    private static readonly Lazy<Kzg?> Loaded = new(() =>
        Vectors.EthereumKzgParameters() is { } path ? Kzg.Load(path) : null);

    internal static Kzg OrSkip()
    {
        Assert.SkipWhen(Loaded.Value is null, Vectors.NeedsEthereumKzgParameters);
        return Loaded.Value;
    }
}
