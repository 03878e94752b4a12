namespace DeepStack.Sim.Analytical.Calibrated;

/// <summary>A value for every <see cref="EngineParameter"/>.</summary>
public sealed class EngineParameters
{
    private readonly double[] _values;

    private EngineParameters(double[] values) => _values = values;

    /// <summary>Every parameter at its nominal value: the closed form as it stands.</summary>
    public static EngineParameters Nominal { get; } = new([.. EngineParameter.All.Select(p => p.Nominal)]);

    /// <summary>The values, in the order of <see cref="EngineParameter.All"/>.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>The value of one parameter.</summary>
    public double this[EngineParameter parameter] => _values[IndexOf(parameter)];

    /// <summary>Takes values in the order of <see cref="EngineParameter.All"/>.</summary>
    /// <exception cref="ArgumentException">Their number is another.</exception>
    public static EngineParameters Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length != EngineParameter.All.Count) throw new ArgumentException($"There are {all.Length} values for {EngineParameter.All.Count} parameters.", nameof(values));
        return new EngineParameters(all);
    }

    /// <summary>The same with one value changed.</summary>
    public EngineParameters With(EngineParameter parameter, double value)
    {
        double[] values = [.. _values];
        values[IndexOf(parameter)] = value;
        return new EngineParameters(values);
    }

    private static int IndexOf(EngineParameter parameter)
    {
        for (int i = 0; i < EngineParameter.All.Count; i++)
        {
            if (ReferenceEquals(EngineParameter.All[i], parameter)) return i;
        }
        throw new ArgumentException($"{parameter.Name} is no parameter of the engine.", nameof(parameter));
    }
}
