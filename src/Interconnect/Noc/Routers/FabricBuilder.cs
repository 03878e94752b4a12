using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>Makes the routers and sources of a grid and wires them up.</summary>
internal sealed class FabricBuilder
{
    private readonly RouterSpec _spec;
    private readonly NocGrid _grid;
    private readonly PacketPool _packets;
    private readonly DimensionOrder _routing;

    public FabricBuilder(RouterSpec spec, NocGrid grid, PacketPool packets)
    {
        _spec = spec;
        _grid = grid;
        _packets = packets;
        _routing = new DimensionOrder(grid, spec.VirtualChannels);
        Wires = new WireWheel(LongestDelay());
    }

    public WireWheel Wires { get; }

    public Router[] BuildRouters()
    {
        var routers = new Router[_grid.RouterCount];
        for (int r = 0; r < routers.Length; r++)
        {
            var inputs = new InputUnit[_grid.PortCount];
            var outputs = new OutputUnit[_grid.PortCount];
            for (int p = 0; p < inputs.Length; p++) (inputs[p], outputs[p]) = BuildPort(r, p);
            routers[r] = new Router(r, _spec, inputs, outputs, _routing, _packets, Wires);
        }
        return routers;
    }

    public PacketSource[] BuildSources()
    {
        // A source has no crossbar and uses a credit in the cycle it arrives.
        RouterSpec spec = _spec with { SwitchDelay = Cycles.Zero };
        var sources = new PacketSource[_grid.EndpointCount];
        for (int e = 0; e < sources.Length; e++)
        {
            int router = _grid.RouterOf(e), port = _grid.PortOf(e);
            var output = new OutputUnit(spec, _grid.LinkOf(router, port), WireEventKind.FlitToRouter, UnitNumber.Of(router, port));
            sources[e] = new PacketSource(output, _packets, Wires);
        }
        return sources;
    }

    public PacketSink[] BuildSinks()
    {
        var sinks = new PacketSink[_grid.EndpointCount];
        for (int e = 0; e < sinks.Length; e++)
        {
            int router = _grid.RouterOf(e), port = _grid.PortOf(e);
            sinks[e] = new PacketSink(Wires, UnitNumber.Of(router, port), (int)_spec.CreditTime(_grid.LinkOf(router, port)).Count);
        }
        return sinks;
    }

    private (InputUnit Input, OutputUnit Output) BuildPort(int router, int port)
    {
        NocLink link = _grid.LinkOf(router, port);
        int creditCycles = (int)_spec.CreditTime(link).Count;
        if (port >= 2 * _grid.Dimensions.Count)
        {
            int endpoint = router * _grid.EndpointLinks.Count + port - 2 * _grid.Dimensions.Count;
            int sourceCredit = creditCycles - (int)_spec.CreditDelay.Count;
            return (new InputUnit(_spec.VirtualChannels, _spec.BufferDepth, WireEventKind.CreditToSource, endpoint, sourceCredit),
                new OutputUnit(_spec, link, WireEventKind.FlitToEndpoint, endpoint));
        }
        int neighbour = _grid.Neighbour(router, port);
        int unit = neighbour < 0 ? 0 : UnitNumber.Of(neighbour, NocGrid.OppositePort(port));
        return (new InputUnit(_spec.VirtualChannels, _spec.BufferDepth, WireEventKind.CreditToRouter, unit, creditCycles),
            new OutputUnit(_spec, link, WireEventKind.FlitToRouter, unit));
    }

    private long LongestDelay() => _grid.LinkKinds.Max(link => Math.Max(_spec.CrossingTime(link).Count, _spec.CreditTime(link).Count));
}
