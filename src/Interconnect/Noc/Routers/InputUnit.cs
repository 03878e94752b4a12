using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>One input port of a router: a buffer per virtual channel and where the packet at each front is bound for.</summary>
internal sealed class InputUnit
{
    private readonly int _depth;
    private readonly Flit[] _places;
    private readonly ChannelState[] _channels;

    /// <param name="channels">Virtual channels.</param>
    /// <param name="depth">Places of each.</param>
    /// <param name="creditKind">Who gets the credits: the router or the source before this port.</param>
    /// <param name="creditUnit">Its number.</param>
    /// <param name="creditCycles">From a flit leaving to its place being usable there.</param>
    public InputUnit(int channels, int depth, WireEventKind creditKind, int creditUnit, int creditCycles)
    {
        _depth = depth;
        _places = new Flit[channels * depth];
        _channels = new ChannelState[channels];
        CreditKind = creditKind;
        CreditUnit = creditUnit;
        CreditCycles = creditCycles;
    }

    public WireEventKind CreditKind { get; }

    public int CreditUnit { get; }

    public int CreditCycles { get; }

    /// <summary>The channels whose front packet has no output channel yet.</summary>
    public ulong Waiting { get; set; }

    public ref ChannelState this[int channel] => ref _channels[channel];

    /// <summary>Stores a flit; credits have seen to it that there is a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(int channel, Flit flit)
    {
        ref ChannelState state = ref _channels[channel];
        int place = state.Head + state.Count;
        _places[channel * _depth + (place < _depth ? place : place - _depth)] = flit;
        state.Count++;
    }

    /// <summary>The flit at the front.</summary>
    public Flit Front(int channel) => _places[channel * _depth + _channels[channel].Head];

    /// <summary>Takes the flit at the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Flit Pop(int channel)
    {
        ref ChannelState state = ref _channels[channel];
        Flit flit = _places[channel * _depth + state.Head];
        if (++state.Head == _depth) state.Head = 0;
        state.Count--;
        return flit;
    }

    /// <summary>One virtual channel: its buffer's ring and the packet at the front.</summary>
    internal struct ChannelState
    {
        /// <summary>The front's place in the ring.</summary>
        public int Head;

        /// <summary>Flits in the buffer.</summary>
        public int Count;

        /// <summary>The port by which the front packet leaves.</summary>
        public int OutputPort;

        /// <summary>The virtual channel it holds there; meaningful while <see cref="HoldsOutput"/>.</summary>
        public int OutputChannel;

        /// <summary>Whether it holds an output channel.</summary>
        public bool HoldsOutput;

        /// <summary>The output channels it may ask for.</summary>
        public ulong Allowed;

        /// <summary>The cycle of its first request.</summary>
        public long ReadyAt;
    }
}
