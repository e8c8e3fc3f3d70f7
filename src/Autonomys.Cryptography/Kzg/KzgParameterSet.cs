namespace Autonomys.Cryptography.Kzg;

/// <summary>Which parameters: they are public constants, told apart by the hash of their file.</summary>
public enum KzgParameterSet
{
    /// <summary>Those of the Ethereum ceremony, which the public networks use.</summary>
    Ethereum,

    /// <summary>Those of a known secret, for development chains only: anyone can forge proofs under them.</summary>
    Development,
}
