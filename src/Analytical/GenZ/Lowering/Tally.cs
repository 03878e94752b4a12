namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>Sums the operators of a pass.</summary>
internal struct Tally(Rates rates) : IOperatorSink
{
    private GenZTimes _times;

    public readonly GenZTimes Times => _times;

    public double Weights { get; private set; }

    public double IdleWeights { get; private set; }

    public double Cache { get; private set; }

    public double Operations { get; private set; }

    public double Data { get; private set; }

    public void Add(in Operator step)
    {
        Operations += 2 * step.MultiplyAdds * step.Repeats;
        Data += (step.First + step.Second + step.Result) * rates.BytesPerElement * step.Repeats;
        Hold(step.Holds, step.HeldElements * rates.BytesPerElement * step.Repeats);
        double time = rates.Time(step) * step.Repeats;
        _times.Total += time;
        if (step.IsLinear) _times.Linear += time;
        switch (step.Group)
        {
            case OperatorGroup.QkvOutput: _times.QkvOutput += time; break;
            case OperatorGroup.LogitAttend: _times.LogitAttend += time; break;
            case OperatorGroup.FeedForward: _times.FeedForward += time; break;
            case OperatorGroup.Embedding: _times.Embedding += time; break;
            default: _times.StateSpace += time; break;
        }
    }

    public void Add(in Transfer step)
    {
        double time = rates.Time(step) * step.Repeats;
        _times.Total += time;
        _times.Communication += time;
        if (step.IsOfVocabulary) _times.Embedding += time;
        switch (step.Kind)
        {
            case GenZTransfer.AllToAll: _times.AllToAll += time; break;
            case GenZTransfer.SendReceive: _times.SendReceive += time; break;
            default: _times.AllReduce += time; break;
        }
    }

    private void Hold(Held what, double bytes)
    {
        if (what == Held.Cache) Cache += bytes;
        if (what is Held.Weights or Held.IdleWeights) Weights += bytes;
        if (what == Held.IdleWeights) IdleWeights += bytes;
    }
}
