using System.Runtime.InteropServices;

namespace Autonomys.Gpu.Kernels.Points;

/// <summary>A <see cref="Cryptography.Bls12381.Curves.G1Affine"/> as kernels see it: the same 96 bytes; (0, 0) is the identity.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DeviceAffine(DeviceFp x, DeviceFp y)
{
    public readonly DeviceFp X = x;
    public readonly DeviceFp Y = y;

    public bool IsIdentity => X.IsZero && Y.IsZero;
}
