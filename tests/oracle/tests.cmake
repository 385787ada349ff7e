# Random documents, header blocks and requests against independent implementations:
# plain, and under ASan and UBSan. More of them: -DCOS_ERR_ORACLE_ROUNDS=N.
set(COS_ERR_ORACLE_ROUNDS 2000 CACHE STRING "Rounds of each oracle")
builds(oracle shared shared OFF)
builds(oracle sanitized shared ON)

function(oracle name behaviour)
  foreach(variant shared sanitized)
    runs(${behaviour}.${variant} FIXTURES oracle-${variant} ENVIRONMENT ${SANITIZERS}
      COMMAND "${CMAKE_CURRENT_BINARY_DIR}/${variant}/${name}" ${COS_ERR_ORACLE_ROUNDS})
  endforeach()
endfunction()
oracle(xml xml-is-read-as-expat-reads-it)
oracle(json json-is-read-as-jansson-reads-it)
oracle(headers header-blocks-are-read-as-they-were-written)
oracle(signatures signatures-are-those-of-openssl)
