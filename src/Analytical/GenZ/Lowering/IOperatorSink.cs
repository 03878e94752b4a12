namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>Takes the operators of a pass in the order in which they run.</summary>
internal interface IOperatorSink
{
    void Add(in Operator step);

    void Add(in Transfer step);
}
