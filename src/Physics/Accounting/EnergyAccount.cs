using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Accounting;

/// <summary>Energy by one kind of owner: components, layers, operators or requests.</summary>
public sealed class EnergyAccount
{
    private double[] _joules = [];
    private double _nobody;

    /// <summary>One more than the highest owner that spent anything.</summary>
    public int Count { get; private set; }

    /// <summary>What nobody in particular spent.</summary>
    public Energy Unassigned => Energy.FromJoules(_nobody);

    /// <summary>What an owner spent.</summary>
    public Energy this[int owner] => Energy.FromJoules(owner < Count ? _joules[owner] : 0);

    /// <summary>All of it, owners in order, then nobody's.</summary>
    public Energy Total
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Count; i++) sum += _joules[i];
            return Energy.FromJoules(sum + _nobody);
        }
    }

    internal void Add(int owner, double joules)
    {
        if (owner < 0)
        {
            _nobody += joules;
            return;
        }
        if (owner >= _joules.Length) Array.Resize(ref _joules, Math.Max(owner + 1, 2 * _joules.Length));
        Count = Math.Max(Count, owner + 1);
        _joules[owner] += joules;
    }
}
