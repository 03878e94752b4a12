using System.Numerics;

namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>One router: takes flits and credits, and once a cycle lets its allocators decide on the state at the start of that cycle.</summary>
internal sealed class Router
{
    private readonly int _number;
    private readonly RouterSpec _spec;
    private readonly long _routingDelay;
    private readonly int _speedup;
    private readonly InputUnit[] _inputs;
    private readonly OutputUnit[] _outputs;
    private readonly VcAllocator _channelAllocator;
    private readonly SwitchAllocator _switchAllocator;
    private readonly DimensionOrder _routing;
    private readonly PacketPool _packets;
    private readonly WireWheel _wires;
    private readonly ulong _narrowOutputs;
    private ulong _waitingInputs;

    public Router(int number, RouterSpec spec, InputUnit[] inputs, OutputUnit[] outputs, DimensionOrder routing, PacketPool packets, WireWheel wires)
    {
        _number = number;
        _spec = spec;
        _routingDelay = spec.RoutingDelay.Count;
        _speedup = spec.InputSpeedup;
        _inputs = inputs;
        _outputs = outputs;
        _channelAllocator = new VcAllocator(inputs.Length, spec.VirtualChannels);
        _switchAllocator = new SwitchAllocator(inputs.Length * spec.InputSpeedup, outputs.Length);
        _routing = routing;
        _packets = packets;
        _wires = wires;
        for (int i = 0; i < outputs.Length; i++)
            if (outputs[i].CyclesPerFlit > 1) _narrowOutputs |= 1UL << i;
    }

    /// <summary>Whether a cycle's work could change anything.</summary>
    public bool HasWork => _waitingInputs != 0 || _switchAllocator.HasRequests;

    internal IReadOnlyList<InputUnit> Inputs => _inputs;

    internal IReadOnlyList<OutputUnit> Outputs => _outputs;

    /// <summary>A flit enters a buffer.</summary>
    public void Receive(int port, int channel, Flit flit, long cycle)
    {
        InputUnit input = _inputs[port];
        input.Push(channel, flit);
        ref InputUnit.ChannelState state = ref input[channel];
        if (state.Count > 1) return;
        if (state.HoldsOutput) RequestSwitch(port, channel, state);
        else BeginPacket(port, channel, cycle);
    }

    /// <summary>A credit reaches an output; true if there is now work.</summary>
    public bool Receive(int port, Credit credit)
    {
        OutputUnit output = _outputs[port];
        bool first = !output.HasCredit(credit.Channel);
        output.Restore(credit);
        int holder = output.HolderOf(credit.Channel);
        if (!first || holder < 0) return false;
        int inputPort = holder >> _channelAllocator.Shift, channel = holder & ((1 << _channelAllocator.Shift) - 1);
        ref InputUnit.ChannelState state = ref _inputs[inputPort][channel];
        if (state.Count == 0) return false;
        RequestSwitch(inputPort, channel, state);
        return true;
    }

    /// <summary>Does one cycle's work.</summary>
    public void Step(long cycle)
    {
        if (_waitingInputs != 0) RequestChannels(cycle);
        ReadOnlySpan<SwitchGrant> grants = _switchAllocator.Decide(OpenOutputs(cycle));
        HandOutChannels();
        foreach (SwitchGrant grant in grants)
        {
            int port = _speedup == 1 ? grant.CrossbarInput : grant.CrossbarInput / _speedup;
            if (!grant.IsSpeculative || SpeculationHeld(port, grant.Channel)) Forward(port, grant.Channel, cycle);
        }
    }

    /// <summary>The next packet of a channel has come to its front.</summary>
    private void BeginPacket(int port, int channel, long cycle)
    {
        InputUnit input = _inputs[port];
        ref InputUnit.ChannelState state = ref input[channel];
        ref NocPacket packet = ref _packets[input.Front(channel).Packet];
        packet.Hops++;
        state.OutputPort = _routing.Route(_number, ref packet, out state.Allowed);
        state.ReadyAt = cycle + _routingDelay;
        input.Waiting |= 1UL << channel;
        _waitingInputs |= 1UL << port;
    }

    private void RequestSwitch(int port, int channel, in InputUnit.ChannelState state)
    {
        if (_outputs[state.OutputPort].HasCredit(state.OutputChannel))
            _switchAllocator.Request(CrossbarInput(port, channel), channel, state.OutputPort);
    }

    private void RequestChannels(long cycle)
    {
        for (ulong ports = _waitingInputs; ports != 0; ports &= ports - 1)
        {
            int port = BitOperations.TrailingZeroCount(ports);
            InputUnit input = _inputs[port];
            for (ulong channels = input.Waiting; channels != 0; channels &= channels - 1)
            {
                int channel = BitOperations.TrailingZeroCount(channels);
                ref InputUnit.ChannelState state = ref input[channel];
                if (state.ReadyAt <= cycle) RequestChannel(port, channel, state);
            }
        }
    }

    private void RequestChannel(int port, int channel, in InputUnit.ChannelState state)
    {
        OutputUnit output = _outputs[state.OutputPort];
        ulong candidates = output.Free & state.Allowed;
        if (candidates == 0) return;
        _channelAllocator.Request(port << _channelAllocator.Shift | channel, state.OutputPort, candidates);
        if (_spec.Speculative && (candidates & output.WithCredit) != 0)
            _switchAllocator.RequestSpeculatively(CrossbarInput(port, channel), channel, state.OutputPort);
    }

    private ulong OpenOutputs(long cycle)
    {
        ulong open = ulong.MaxValue;
        for (ulong left = _narrowOutputs; left != 0; left &= left - 1)
        {
            int port = BitOperations.TrailingZeroCount(left);
            if (_outputs[port].FreeAt > cycle) open &= ~(1UL << port);
        }
        return open;
    }

    private void HandOutChannels()
    {
        int shift = _channelAllocator.Shift, mask = (1 << shift) - 1;
        for (int i = 0; i < _channelAllocator.GrantCount; i++)
        {
            (int holder, int granted) = _channelAllocator.Grant(i);
            int port = holder >> shift, channel = holder & mask;
            InputUnit input = _inputs[port];
            input.Waiting &= ~(1UL << channel);
            if (input.Waiting == 0) _waitingInputs &= ~(1UL << port);
            ref InputUnit.ChannelState state = ref input[channel];
            state.OutputChannel = granted & mask;
            state.HoldsOutput = true;
            _outputs[state.OutputPort].Hold(state.OutputChannel, holder);
            RequestSwitch(port, channel, state);
        }
        _channelAllocator.Clear();
    }

    /// <summary>Whether a head that won the switch on speculation has its output channel, with a credit.</summary>
    private bool SpeculationHeld(int port, int channel)
    {
        ref InputUnit.ChannelState state = ref _inputs[port][channel];
        return state.HoldsOutput && _outputs[state.OutputPort].HasCredit(state.OutputChannel);
    }

    private void Forward(int port, int channel, long cycle)
    {
        InputUnit input = _inputs[port];
        ref InputUnit.ChannelState state = ref input[channel];
        OutputUnit output = _outputs[state.OutputPort];
        Flit flit = input.Pop(channel);
        output.Spend(state.OutputChannel, flit.IsTail);
        output.FreeAt = cycle + output.CyclesPerFlit;
        _wires.Add(cycle + output.CrossingCycles, new WireEvent(output.Arrival, output.Unit, state.OutputChannel, flit.Bits));
        _wires.Add(cycle + input.CreditCycles, new WireEvent(input.CreditKind, input.CreditUnit, channel, flit.Bits));
        if (flit.IsTail || state.Count == 0 || !output.HasCredit(state.OutputChannel))
            _switchAllocator.Withdraw(CrossbarInput(port, channel), channel, state.OutputPort);
        if (!flit.IsTail) return;
        state.HoldsOutput = false;
        if (state.Count > 0) BeginPacket(port, channel, cycle + 1);
    }

    private int CrossbarInput(int port, int channel) => port * _speedup + (_speedup == 1 ? 0 : channel % _speedup);
}
