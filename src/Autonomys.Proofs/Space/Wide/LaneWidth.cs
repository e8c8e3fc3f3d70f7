using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>How wide the vectors of a path are.</summary>
internal enum LaneWidth
{
    Scalar,
    Vector256,
    Vector512,
}

internal static class LaneWidths
{
    public static bool IsSupported(this LaneWidth width) => width switch
    {
        LaneWidth.Vector512 => Matcher.IsSupported512,
        LaneWidth.Vector256 => Vector256.IsHardwareAccelerated && Avx2.IsSupported,
        _ => true,
    };

    /// <summary>The widest that this CPU has.</summary>
    public static LaneWidth Widest { get; } =
        LaneWidth.Vector512.IsSupported() ? LaneWidth.Vector512
        : LaneWidth.Vector256.IsSupported() ? LaneWidth.Vector256
        : LaneWidth.Scalar;
}
