using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>Round-robin choice among the set bits of a mask.</summary>
internal static class RoundRobin
{
    /// <summary>The first set bit at or after a pointer, going round at 64.</summary>
    /// <param name="mask">Who asks; not 0.</param>
    /// <param name="pointer">Whose turn it is, 0 to 63; one past the last candidate is allowed and means the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int First(ulong mask, int pointer)
    {
        ulong fromPointer = mask & (ulong.MaxValue << pointer);
        return BitOperations.TrailingZeroCount(fromPointer != 0 ? fromPointer : mask);
    }
}
