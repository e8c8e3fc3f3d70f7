using Autonomys.Testing;
using Scheme = Autonomys.Cryptography.Kzg.Kzg;

namespace Autonomys.Cryptography.Tests.Kzg;

/// <summary>The two parameter sets, made or loaded once for all tests.</summary>
internal static class KzgSchemes
{
    private static readonly Lazy<Scheme> LazyDevelopment = new(() => Scheme.Development());

    private static readonly Lazy<Scheme?> LazyEthereum =
        new(() => Vectors.EthereumKzgParameters() is string path ? Scheme.Load(path) : null);

    public static Scheme Development => LazyDevelopment.Value;

    public static Scheme EthereumOrSkip()
    {
        if (LazyEthereum.Value is null)
        {
            Assert.Skip(Vectors.NeedsEthereumKzgParameters);
        }

        return LazyEthereum.Value;
    }
}
