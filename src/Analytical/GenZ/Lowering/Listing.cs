namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>Keeps the operators of a pass as lines of a table; transfers among a single device are left out.</summary>
internal readonly struct Listing(Rates rates) : IOperatorSink
{
    private readonly List<GenZOperatorTime> _lines = [];

    public IReadOnlyList<GenZOperatorTime> Lines => _lines;

    public void Add(in Operator step) => _lines.Add(new GenZOperatorTime(
        step.Name,
        step.Repeats,
        2 * step.MultiplyAdds,
        step.First * rates.BytesPerElement,
        step.Second * rates.BytesPerElement,
        step.Result * rates.BytesPerElement,
        rates.Compute(step),
        rates.Memory(step),
        0,
        rates.Time(step)));

    public void Add(in Transfer step)
    {
        if (step.Nodes <= 1) return;
        double time = rates.Time(step);
        _lines.Add(new GenZOperatorTime(step.Name, step.Repeats, 0, 0, 0, 0, 0, 0, time, time));
    }
}
