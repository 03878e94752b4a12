using System.Numerics;

namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>Gives free output channels to waiting heads: separable, input first, one iteration.</summary>
/// <remarks>
/// Every head asks for exactly one of the free channels of its output, the first from its own pointer on; every output channel accepts
/// the first request from its own pointer on. Two heads that ask for the same channel conflict even where others are free.
/// Channels are numbered port * stride + channel, the stride being a power of two.
/// </remarks>
internal sealed class VcAllocator
{
    private const int Nobody = -1;

    private readonly int[] _inputPointers;
    private readonly int[] _outputPointers;
    private readonly int[] _winners;
    private readonly int[] _asked;
    private int _askedCount;

    public VcAllocator(int ports, int virtualChannels)
    {
        Shift = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)virtualChannels));
        int count = ports << Shift;
        _inputPointers = new int[count];
        _outputPointers = new int[count];
        _winners = new int[count];
        _asked = new int[count];
        Array.Fill(_winners, Nobody);
    }

    /// <summary>The binary logarithm of the stride.</summary>
    public int Shift { get; }

    /// <summary>The grants of this cycle.</summary>
    public int GrantCount => _askedCount;

    /// <summary>A head asks for one of the candidates of its output.</summary>
    /// <param name="input">The head's input channel.</param>
    /// <param name="outputPort">Where it leaves.</param>
    /// <param name="candidates">The channels there that are free and allowed; not 0.</param>
    public void Request(int input, int outputPort, ulong candidates)
    {
        int pointer = _inputPointers[input];
        int channel = RoundRobin.First(candidates, pointer >> Shift == outputPort ? pointer & ((1 << Shift) - 1) : 0);
        int output = outputPort << Shift | channel;
        int rival = _winners[output];
        if (rival == Nobody) _asked[_askedCount++] = output;
        else if (TurnsUntil(rival, _outputPointers[output]) < TurnsUntil(input, _outputPointers[output])) return;
        _winners[output] = input;
    }

    /// <summary>Reads a grant and moves the pointers of both sides past each other.</summary>
    public (int Input, int Output) Grant(int index)
    {
        int output = _asked[index], input = _winners[output];
        _winners[output] = Nobody;
        _inputPointers[input] = output + 1;
        _outputPointers[output] = input + 1;
        return (input, output);
    }

    /// <summary>Ends the cycle.</summary>
    public void Clear() => _askedCount = 0;

    private int TurnsUntil(int input, int pointer) => input >= pointer ? input - pointer : input - pointer + _winners.Length;
}
