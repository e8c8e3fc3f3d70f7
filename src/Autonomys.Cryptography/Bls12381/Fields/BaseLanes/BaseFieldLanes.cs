namespace Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

/// <summary>Which form of the base field's batch arithmetic this machine uses.</summary>
public static class BaseFieldLanes
{
    /// <summary>Lanes that batches use; 1 stands for scalar code.</summary>
    internal static int Count { get; } = Doubles512.IsAccelerated ? Doubles512.Count : Doubles256.IsAccelerated ? Doubles256.Count : 1;

    /// <summary>The choice in words, for people who ask what the program runs on.</summary>
    public static string Chosen => Count switch
    {
        8 => "8 lanes of 512-bit vectors, 48-bit limbs in doubles",
        4 => "4 lanes of 256-bit vectors, 48-bit limbs in doubles (AVX2, FMA)",
        _ => "scalar, 64-bit limbs",
    };
}
