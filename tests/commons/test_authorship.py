def test_x(network, author, draft):
    prepared = network.preview(author, draft)
    print(prepared.findings, prepared.missing, prepared.labels, prepared.remaining)
    item = network.publish(author)
    print(item)
    assert 0
