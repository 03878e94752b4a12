using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>Gives the crossbar to flits: separable, input first, one iteration, speculative requests last.</summary>
/// <remarks>
/// A channel's request stands until it is withdrawn, so a cycle costs only the inputs that ask. For every crossbar input and output the
/// first asking channel from the input's channel pointer on stands for the others; the input chooses an output, the output an input.
/// Pointers move past the winner, and only on a grant.
/// </remarks>
internal sealed class SwitchAllocator
{
    private readonly int _outputs;
    private readonly ulong[] _channels;
    private readonly ulong[] _outputsAsked;
    private readonly ulong[] _speculativeChannels;
    private readonly ulong[] _speculativeOutputsAsked;
    private readonly ulong[] _choosers;
    private readonly ulong[] _speculativeChoosers;
    private readonly int[] _inputPointers;
    private readonly int[] _outputPointers;
    private readonly int[] _channelPointers;
    private readonly SwitchGrant[] _grants;
    private ulong _asking;
    private ulong _speculating;

    /// <param name="inputs">Crossbar inputs, at most 64.</param>
    /// <param name="outputs">Output ports, at most 64.</param>
    public SwitchAllocator(int inputs, int outputs)
    {
        _outputs = outputs;
        _channels = new ulong[inputs * outputs];
        _outputsAsked = new ulong[inputs];
        _speculativeChannels = new ulong[inputs * outputs];
        _speculativeOutputsAsked = new ulong[inputs];
        _choosers = new ulong[outputs];
        _speculativeChoosers = new ulong[outputs];
        _inputPointers = new int[inputs];
        _outputPointers = new int[outputs];
        _channelPointers = new int[inputs];
        _grants = new SwitchGrant[outputs];
    }

    /// <summary>Whether any request stands.</summary>
    public bool HasRequests => _asking != 0;

    /// <summary>A channel that holds an output channel has a flit and a credit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Request(int input, int channel, int output)
    {
        _channels[input * _outputs + output] |= 1UL << channel;
        _outputsAsked[input] |= 1UL << output;
        _asking |= 1UL << input;
    }

    /// <summary>It has no longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Withdraw(int input, int channel, int output)
    {
        ref ulong channels = ref _channels[input * _outputs + output];
        channels &= ~(1UL << channel);
        if (channels != 0) return;
        _outputsAsked[input] &= ~(1UL << output);
        if (_outputsAsked[input] == 0) _asking &= ~(1UL << input);
    }

    /// <summary>A head that asks for its output channel in this same cycle would use the switch at once; forgotten at the end of the cycle.</summary>
    public void RequestSpeculatively(int input, int channel, int output)
    {
        _speculativeChannels[input * _outputs + output] |= 1UL << channel;
        _speculativeOutputsAsked[input] |= 1UL << output;
        _speculating |= 1UL << input;
    }

    /// <summary>Decides one cycle.</summary>
    /// <param name="openOutputs">The outputs whose link can take a flit.</param>
    /// <returns>The grants, valid until the next call.</returns>
    public ReadOnlySpan<SwitchGrant> Decide(ulong openOutputs)
    {
        ulong chosen = ChooseOutputs(openOutputs);
        if (_speculating != 0) chosen |= ChooseSpeculatively(openOutputs);
        int count = 0;
        for (ulong left = chosen; left != 0; left &= left - 1) _grants[count++] = ChooseInput(BitOperations.TrailingZeroCount(left));
        if (_speculating != 0) ForgetSpeculation();
        return _grants.AsSpan(0, count);
    }

    private ulong ChooseOutputs(ulong openOutputs)
    {
        ulong chosen = 0;
        for (ulong left = _asking; left != 0; left &= left - 1)
        {
            int input = BitOperations.TrailingZeroCount(left);
            ulong asked = _outputsAsked[input] & openOutputs;
            if (asked == 0) continue;
            int output = RoundRobin.First(asked, _inputPointers[input]);
            _choosers[output] |= 1UL << input;
            chosen |= 1UL << output;
        }
        return chosen;
    }

    private ulong ChooseSpeculatively(ulong openOutputs)
    {
        ulong chosen = 0;
        for (ulong left = _speculating; left != 0; left &= left - 1)
        {
            int input = BitOperations.TrailingZeroCount(left);
            ulong asked = _speculativeOutputsAsked[input] & openOutputs;
            if (asked == 0 || (_outputsAsked[input] & openOutputs) != 0) continue;
            int output = RoundRobin.First(asked, _inputPointers[input]);
            _speculativeChoosers[output] |= 1UL << input;
            chosen |= 1UL << output;
        }
        return chosen;
    }

    private SwitchGrant ChooseInput(int output)
    {
        bool speculative = _choosers[output] == 0;
        int input = RoundRobin.First(speculative ? _speculativeChoosers[output] : _choosers[output], _outputPointers[output]);
        ulong channels = (speculative ? _speculativeChannels : _channels)[input * _outputs + output];
        int channel = RoundRobin.First(channels, _channelPointers[input]);
        _choosers[output] = 0;
        _speculativeChoosers[output] = 0;
        _inputPointers[input] = output + 1;
        _outputPointers[output] = input + 1;
        _channelPointers[input] = channel + 1;
        return new SwitchGrant(input, channel, speculative);
    }

    private void ForgetSpeculation()
    {
        for (ulong left = _speculating; left != 0; left &= left - 1)
        {
            int input = BitOperations.TrailingZeroCount(left);
            _speculativeOutputsAsked[input] = 0;
            Array.Clear(_speculativeChannels, input * _outputs, _outputs);
        }
        _speculating = 0;
    }
}
