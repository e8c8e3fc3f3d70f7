using System.Runtime.InteropServices;

namespace Autonomys.Cryptography.Signatures;

/// <summary>The few functions of the native libsodium that are used: ristretto255 and arithmetic modulo its order.</summary>
/// <remarks>Every pointer is to exactly 32 bytes, except the first argument's source of <see cref="ScalarReduce"/> (64).</remarks>
internal static unsafe partial class Sodium
{
    private const string Library = "libsodium";

    static Sodium()
    {
        if (Init() < 0)
        {
            throw new InvalidOperationException("The native libsodium could not be initialised.");
        }
    }

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    private static partial int Init();

    /// <summary>1 when the bytes are a canonical encoding of a group element.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_is_valid_point")]
    internal static partial int IsValidPoint(byte* point);

    /// <summary>difference = left − right; −1 when one of them is not a point.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_sub")]
    internal static partial int Subtract(byte* difference, byte* left, byte* right);

    /// <summary>product = scalar × base point; −1 when that is the identity.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_ristretto255_base")]
    internal static partial int MultiplyBase(byte* product, byte* scalar);

    /// <summary>product = scalar × point; −1 when that is the identity or the point is not one.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_ristretto255")]
    internal static partial int Multiply(byte* product, byte* scalar, byte* point);

    /// <summary>64 little-endian bytes modulo the group order.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_scalar_reduce")]
    internal static partial void ScalarReduce(byte* reduced, byte* wide);

    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_scalar_mul")]
    internal static partial void ScalarMultiply(byte* product, byte* left, byte* right);

    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_scalar_add")]
    internal static partial void ScalarAdd(byte* sum, byte* left, byte* right);
}
